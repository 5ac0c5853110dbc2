import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import panes from "../../panes/panes.module.css";
import { loadRules, showCompat } from "../../state/compat.ts";
import { useApp } from "../../state/store.ts";
import { Button } from "../../widgets/Button.tsx";
import head from "./compat.module.css";
import { RuleBody } from "./RuleBody.tsx";
import styles from "./rules.module.css";

/** What every rule means, each at an anchor of its own: `#/releases/rules?rule=number-reused`. */
export function RulesPane() {
  const groups = useApp((s) => s.ruleGroups);
  const ruleId = useApp((s) => s.ruleId);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => void loadRules(), []);
  useEffect(() => {
    if (groups && ruleId !== undefined) page.current?.querySelector(`[data-rule="${CSS.escape(ruleId)}"]`)?.scrollIntoView();
  }, [groups, ruleId]);
  const isKnown = groups?.some(({ rules }) => rules.some(({ id }) => id === ruleId)) ?? true;
  return (
    <section className={panes.mid} aria-label="The rules">
      <div className={head.head}>
        <Button look="quiet" icon={ArrowLeft} onClick={showCompat}>
          Compatibility
        </Button>
        <h1>The rules</h1>
        <span className={head.soft}>what is reported of schemas and of blobs, and how such a change is made safely</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <div className={styles.page} ref={page} tabIndex={0} data-pane="rules" data-story="">
        {ruleId !== undefined && !isKnown && <p role="status">There is no rule {ruleId}.</p>}
        {groups?.map(({ title, rules }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            {rules.map((rule) => (
              <article key={rule.id} className={styles.rule} data-rule={rule.id} data-here={rule.id === ruleId ? "" : undefined}>
                <h3>
                  {rule.title} <a href={`#/releases/rules?rule=${rule.id}`}>{rule.id}</a>
                </h3>
                <RuleBody rule={rule} />
              </article>
            ))}
          </section>
        ))}
      </div>
    </section>
  );
}
