import "../evidence.js";
