// First, so that the styles of components come after them and win.
import "./tokens.css";
import "./base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { assert } from "../base/index.ts";
import { App } from "./App.tsx";
import { keepWarm } from "./inspect/warm-up.tsx";
import { Guarded } from "./shell/Guarded.tsx";
import { applySettings } from "./shell/settings.ts";
import { start } from "./state/open.ts";
import { followPlace } from "./state/place-sync.ts";

const root = document.getElementById("root");
assert(root, "index.html has an element #root");
applySettings();
followPlace();
keepWarm();
void start();
createRoot(root).render(
  <StrictMode>
    <Guarded name="The window">
      <App />
    </Guarded>
  </StrictMode>,
);
// Fetched ahead in a quiet moment, so that the first dialog opens at once.
requestIdleCallback(() => void import("./shell/OpenDialog.tsx"));
