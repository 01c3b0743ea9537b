import "../report.js";
