import "../feedback.js";
