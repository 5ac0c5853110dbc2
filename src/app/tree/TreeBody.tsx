import type { ReactNode } from "react";
import styles from "./tree-table.module.css";
import type { TreeRows } from "./use-tree-rows.ts";

/** The rows in sight, on a layer that moves in a space as high as all of them. */
export function TreeBody<R>({ tree, children }: { readonly tree: TreeRows<R>; readonly children: ReactNode }) {
  return (
    <div className={styles.spacer} role="presentation" style={{ height: `${tree.spacer}px` }}>
      <div
        className={styles.pane}
        role={tree.cache.count > 0 ? "rowgroup" : "presentation"}
        style={{ height: `${Math.min(tree.view, tree.spacer)}px` }}
      >
        <div ref={tree.layer} className={styles.layer} role="presentation">
          {children}
        </div>
      </div>
    </div>
  );
}
