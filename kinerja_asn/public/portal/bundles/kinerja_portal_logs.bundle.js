import "../logs.js";
