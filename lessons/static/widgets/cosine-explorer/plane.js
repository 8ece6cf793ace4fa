import { set, svg } from "../kit/dom.js";
import { number, ticks } from "../kit/scale.js";
import { between, dragged, shadow, tip } from "./model.js";

const KEYS = { ArrowLeft: [5, 0], ArrowRight: [-5, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * The picture of two arrows whose tips can be dragged or moved by keys.
 * `change(which, arrow, phase)` is called with "a" or "b"; phase is "start", "move" or "end" of a gesture.
 */
export function plane({ change }) {
  const layer = svg("g");
  const handles = { a: handle("a"), b: handle("b") };
  const picture = svg("svg", { class: "cosine-plane", role: "group", "aria-label": "Two arrows from one origin" }, layer, handles.b, handles.a);
  let scene = null;

  const place = ([x, y]) => [scene.half + x * scene.unit, scene.half - y * scene.unit];
  const data = (event) => {
    const box = picture.getBoundingClientRect();
    const size = (2 * scene.half) / box.width;
    return [((event.clientX - box.left) * size - scene.half) / scene.unit, (scene.half - (event.clientY - box.top) * size) / scene.unit];
  };

  function handle(which) {
    const element = svg("g", { class: `cosine-tip cosine-${which}`, tabindex: 0, role: "slider", "aria-valuemin": 0, "aria-valuemax": 360 },
      svg("circle", { class: "cosine-reach", r: 24 }), svg("circle", { class: "cosine-knob", r: 9 }));
    let held = null;
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      element.setPointerCapture(event.pointerId);
      element.focus({ focusVisible: false });
      held = { start: scene[which], loose: { turn: false, stretch: false } };
      change(which, scene[which], "start");
    });
    element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // a tip is pulled, the page is not
    element.addEventListener("pointermove", (event) => {
      if (!held) return;
      const { arrow, loose } = dragged(data(event), held.start, held.loose, scene.radius);
      held.loose = loose;
      change(which, arrow, "move");
    });
    const release = () => {
      if (held) change(which, scene[which], "end");
      held = null;
    };
    element.addEventListener("pointerup", release);
    element.addEventListener("pointercancel", release);
    element.addEventListener("keydown", (event) => {
      if (!KEYS[event.key]) return;
      event.preventDefault();
      const [turn, stretch] = KEYS[event.key].map((step) => step / (event.shiftKey ? 5 : 1));
      const { length, angle } = scene[which];
      change(which, scene[which], "start");
      change(which, { length: Math.max(0, length + stretch * 0.25), angle: angle + turn }, "end");
    });
    return element;
  }

  return {
    element: picture,
    /** @param size side of the square in CSS pixels; `names` are the words at the tips */
    draw({ a, b, names, radius, size }) {
      scene = { a, b, radius, half: size / 2, unit: (size / 2 - 12) / radius };
      set(picture, { viewBox: `0 0 ${size} ${size}`, width: size, height: size });
      layer.replaceChildren(...backdrop(scene), ...relations(scene, place), ...arrows(scene, place, names));
      for (const which of ["a", "b"]) {
        const [x, y] = place(tip(scene[which]));
        const { length, angle } = scene[which];
        set(handles[which], {
          transform: `translate(${x} ${y})`, "aria-label": `Tip of arrow ${names[which]}`, "aria-valuenow": Math.round(angle),
          "aria-valuetext": `length ${number(length)}, pointing at ${Math.round(angle)} degrees`,
        });
      }
    },
  };
}

function backdrop({ half, unit, radius }) {
  const rings = ticks(0, radius, 4).filter((ring) => ring > 0 && ring <= radius);
  return [
    svg("path", { class: "cosine-cross", d: `M0 ${half}H${2 * half}M${half} 0V${2 * half}` }),
    ...rings.map((ring) => svg("circle", { class: "cosine-ring", cx: half, cy: half, r: ring * unit })),
    ...rings.map((ring) => svg("text", { class: "cosine-ring-label", x: half + 4, y: half + ring * unit - 4 }, String(ring))),
    svg("circle", { class: "cosine-unit", cx: half, cy: half, r: unit }),
  ];
}

/** What the three measures look like: the arc, the shadow with its drop line, the line from tip to tip. */
function relations({ a, b, half, unit }, place) {
  const [ax, ay] = place(tip(a));
  const [bx, by] = place(tip(b));
  const [sx, sy] = place(tip({ length: shadow(a, b), angle: b.angle }));
  const parts = [svg("path", { class: "cosine-apart", d: `M${ax} ${ay}L${bx} ${by}` })];
  if (!a.length || !b.length) return parts;
  parts.unshift(
    svg("path", { class: "cosine-drop", d: `M${ax} ${ay}L${sx} ${sy}` }),
    svg("path", { class: "cosine-shadow", d: `M${half} ${half}L${sx} ${sy}` }),
    svg("path", { class: "cosine-arc", d: arc(a, b, half, Math.min(34, 0.7 * unit * Math.min(a.length, b.length))) }),
  );
  for (const one of [a, b]) {
    const [x, y] = place(tip({ length: 1, angle: one.angle }));
    parts.push(svg("circle", { class: `cosine-at-one ${one === a ? "cosine-a" : "cosine-b"}`, cx: x, cy: y, r: 3.5 }));
  }
  return parts;
}

function arc(a, b, half, radius) {
  const degrees = between(a, b);
  const leftTurn = Math.abs((((b.angle + degrees - a.angle) % 360) + 360) % 360) < 1e-6 || degrees < 1e-6;
  const points = Array.from({ length: 25 }, (_, index) => {
    const angle = ((b.angle + ((leftTurn ? 1 : -1) * degrees * index) / 24) * Math.PI) / 180;
    return `${half + radius * Math.cos(angle)} ${half - radius * Math.sin(angle)}`;
  });
  return `M${half} ${half}L${points.join("L")}Z`;
}

function arrows({ a, b, half }, place, names) {
  return [["b", b], ["a", a]].flatMap(([which, one]) => {
    const [x, y] = place(tip(one));
    const reach = Math.hypot(x - half, y - half);
    const [ux, uy] = reach ? [(x - half) / reach, (y - half) / reach] : [0, -1];
    const [tx, ty] = [labelled(x + ux * 18, half), y + uy * 18 + 4];
    return [
      svg("path", { class: `cosine-shaft cosine-${which}`, d: `M${half} ${half}L${x} ${y}` }),
      svg("text", { class: `cosine-name cosine-${which}`, x: tx, y: Math.min(2 * half - 4, Math.max(14, ty)), "text-anchor": ux > 0.3 ? "start" : ux < -0.3 ? "end" : "middle" }, names[which]),
    ];
  });
}

const labelled = (x, half) => Math.min(2 * half - 6, Math.max(6, x));
