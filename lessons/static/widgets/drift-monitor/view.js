import { choices } from "../kit/choices.js";
import { html } from "../kit/dom.js";
import { move } from "../kit/motion.js";
import { number } from "../kit/scale.js";
import { slider } from "../kit/slider.js";
import { Widget } from "../kit/widget.js";
import { chart } from "./chart.js";
import { mix, monitor, range, STATISTICS } from "./model.js";

const COURSES = [
  { value: "quiet", text: "nothing", told: "Nothing happens" },
  { value: "topics", text: "new topics", told: "From day 7 on, more people each day ask about work" },
  { value: "pooling", text: "new pooling", told: "From day 7 on, queries are pooled by the first token" },
  { value: "model", text: "new model", told: "From day 7 on, queries come from another model" },
];

class DriftMonitor extends Widget {
  #monitor;
  #course = "quiet";
  #statistic = STATISTICS[0];
  #day = 1;
  #width = 0;
  #seen = null; // what the chart shows now, from which the next picture is reached
  #stop = () => {};

  build(data) {
    this.#monitor = monitor(data);
    this.chart = chart({ moved: (day) => this.#to(day) });
    this.courses = choices({ label: `On day ${data.change} happens`, value: this.#course, options: COURSES, change: (course) => { this.#course = course; this.#changed(); } });
    this.statistics = choices({
      label: "Watch", value: this.#statistic.name, options: STATISTICS.map(({ name, text }) => ({ value: name, text })),
      change: (name) => { this.#statistic = STATISTICS.find((one) => one.name === name); this.#seen = null; this.#changed(); },
    });
    this.slider = slider({ label: "Day", min: 1, max: this.#monitor.days, value: this.#day, change: (day) => this.#to(day) });
    this.alarm = html("button", { type: "button", class: "kit-button", onclick: () => this.#to(this.#monitor.first(this.#course, this.#statistic), true) }, "go to the first alarm");
    this.table = html("table", { class: "monitor-figures" });
    this.heading = html("p", { class: "kit-caption monitor-heading" });
    this.list = html("ul", { class: "monitor-found" });
    this.append(
      html("div", { class: "monitor-choose" }, this.courses.element, this.statistics.element), this.chart.element,
      html("div", { class: "kit-controls monitor-days" }, this.slider.element, this.alarm), this.table, this.heading, this.list);
    this.#tell();
    this.say(this.#told(), true);
  }

  draw(width) {
    this.#width = width;
    this.#seen = null;
    this.#paint(1);
  }

  #to(day, now = false) {
    if (day === undefined || day === this.#day) return;
    this.#day = day;
    this.slider.value = day;
    this.touched();
    this.#stop();
    this.#paint(1);
    this.#tell();
    this.say(this.#told(), now);
  }

  #changed() {
    this.touched();
    this.#stop();
    this.#tell();
    const from = this.#seen;
    this.#stop = move((share) => this.#paint(share, from));
    this.say(this.#told(), true);
  }

  /** The picture at a share of the way from `from` to what is chosen now. */
  #paint(share, from = null) {
    if (!this.#width) return;
    const [statistic, course] = [this.#statistic, this.#course];
    const limit = this.#monitor.limit(statistic);
    const goal = { values: this.#monitor.series(course, statistic), right: this.#monitor.right(course) };
    goal.shown = range(goal.values, limit);
    this.#seen = from ? Object.fromEntries(Object.entries(goal).map(([name, values]) => [name, mix(from[name], values, share)])) : goal;
    this.chart.draw({
      ...this.#seen, day: this.#day, change: this.#monitor.change, limit, rings: (value) => this.#monitor.rings(statistic, value), side: statistic.rings,
      name: statistic.text, label: this.#told(), width: this.#width, height: Math.min(360, 240 + this.#width * 0.15),
    });
  }

  /** The figures of the day, and some of its questions. */
  #tell() {
    const [course, day] = [this.#course, this.#day];
    const head = html("tr", {}, ...["", `day ${day}`, "alarm", "first rings"].map((text) => (text ? html("th", { scope: "col" }, text) : html("td"))));
    this.table.replaceChildren(head, ...STATISTICS.map((one) => {
      const [value, first] = [this.#monitor.at(course, one, day), this.#monitor.first(course, one)];
      return html("tr", { class: one === this.#statistic ? "monitor-watched" : null }, html("th", { scope: "row" }, one.text),
        html("td", { class: this.#monitor.rings(one, value) ? "monitor-loud" : null }, `${this.#monitor.rings(one, value) ? "▲ " : ""}${number(value, one.digits)}`),
        html("td", {}, `${one.rings === "above" ? ">" : "<"} ${number(this.#monitor.limit(one), one.digits)}`), html("td", {}, first ? `day ${first}` : "never"));
    }));
    this.alarm.disabled = this.#monitor.first(course, this.#statistic) === undefined;
    this.heading.textContent = `Four questions of day ${day}, and the nearest stored one:`;
    this.list.replaceChildren(...this.#monitor.found(course, day).map(pair));
  }

  #told() {
    const [course, statistic, day] = [this.#course, this.#statistic, this.#day];
    const [value, first] = [this.#monitor.at(course, statistic, day), this.#monitor.first(course, statistic)];
    const rings = first ? `It first rings on day ${first}.` : "It never rings.";
    return `${COURSES.find((one) => one.value === course).told}. Day ${day}: ${statistic.text} ${number(value, statistic.digits)}, alarm ${statistic.rings} ${number(this.#monitor.limit(statistic), statistic.digits)}. ${rings} Right answers: ${Math.round(100 * this.#monitor.right(course)[day - 1])}%.`;
  }
}

const pair = ({ asked, found, cosine, right }) => html("li", { class: right ? "monitor-right" : "monitor-wrong" },
  html("span", { class: "monitor-kind" }, right ? "✓ right" : "✗ wrong"), html("span", { class: "monitor-cosine" }, number(cosine)),
  html("q", {}, asked), html("q", {}, found));

customElements.define("loci-drift-monitor", DriftMonitor);
