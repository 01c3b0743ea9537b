import "../calibration.js";
