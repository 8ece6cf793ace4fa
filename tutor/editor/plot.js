// What the pages of statistics draw with.
export { axisX, axisY, barX, barY, cell, dot, gridX, gridY, line, link, plot, ruleX, ruleY, text, tickY } from "@observablehq/plot";
