import "../write.js";
