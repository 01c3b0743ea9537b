import "../review.js";
