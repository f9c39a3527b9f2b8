// Every page: GOV.UK's components, then ours where the page has something for them.
import { initAll } from "../vendor/govuk-frontend/govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startSession } from "./session-timeout.js";
import { startShortcuts } from "./shortcuts.js";
import { startTimers } from "./timer.js";
import { startTypeahead } from "./typeahead.js";
import { startFolds } from "./folds.js";
import { startMending } from "./mend.js";

initAll();
startMending();
startTypeahead();
startAutosave();
startSession();
startShortcuts();
startTimers();
startFolds();
