import "../answer.js";
