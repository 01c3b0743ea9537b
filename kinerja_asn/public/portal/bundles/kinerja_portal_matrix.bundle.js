import "../matrix.js";
