"use strict";
require("./main.cjs").runThread();
