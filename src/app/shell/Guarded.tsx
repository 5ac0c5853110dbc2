import { Component, type ReactNode } from "react";
import { copyText } from "../state/copy.ts";
import { Button } from "../widgets/Button.tsx";
import styles from "./guarded.module.css";

interface GuardedProps {
  /** What cannot be shown, as a sentence begins: `Compare`, `The window`. */
  readonly name: string;
  readonly children: ReactNode;
}

interface GuardedState {
  readonly error?: Error | undefined;
}

/** An error while its children are drawn takes their place as a sentence, with a way to draw them again; the rest of the page stays. */
export class Guarded extends Component<GuardedProps, GuardedState> {
  override state: GuardedState = {};

  static getDerivedStateFromError(error: unknown): GuardedState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { name, children } = this.props;
    if (!error) return children;
    const text = `${name} cannot be shown: ${error.message}`;
    return (
      <section className={styles.stage} role="alert" aria-label={`${name} cannot be shown`} data-pane="error">
        <h1>{name} cannot be shown</h1>
        <p>
          An error of the app, not of your files: <code>{error.message}</code>
        </p>
        <p>Open blobs and registered releases are still there. Show it again, or go on elsewhere.</p>
        <div>
          <Button look="primary" onClick={() => this.setState({ error: undefined })}>
            Show again
          </Button>
          <Button onClick={() => void copyText(`${text}\n${error.stack ?? ""}\n`, "Copied the error")}>Copy the error</Button>
        </div>
      </section>
    );
  }
}
