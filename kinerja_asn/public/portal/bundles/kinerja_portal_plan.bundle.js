import "../plan.js";
