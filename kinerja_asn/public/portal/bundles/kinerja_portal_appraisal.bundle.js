import "../appraisal.js";
