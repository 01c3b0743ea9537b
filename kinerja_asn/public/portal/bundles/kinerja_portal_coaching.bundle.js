import "../coaching.js";
