import "../evaluation.js";
