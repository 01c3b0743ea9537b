import "../objection.js";
