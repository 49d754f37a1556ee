// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// What the drawing of the chains can do besides, where scripts run: come closer, be dragged, leave out kinds of lines.
// Without it the drawing is whole, and the list below says the same.
"use strict";

const steps = { closer: 1.25, farther: 0.8 };
const kinds = [["copies", "copies"], ["credits", "credits, cites"], ["loop", "loops"]];

for (const frame of document.querySelectorAll(".drawn")) {
  const drawing = frame.querySelector("svg.graph");
  const width = drawing.width.baseVal.value, height = drawing.height.baseVal.value;
  let scale = 1;

  // zoom keeps the middle of what is seen in the middle.
  function zoom(to) {
    const x = (frame.scrollLeft + frame.clientWidth / 2) / scale, y = (frame.scrollTop + frame.clientHeight / 2) / scale;
    scale = Math.min(Math.max(to, 0.25), 4);
    drawing.classList.remove("shrinks");
    drawing.setAttribute("width", width * scale);
    drawing.setAttribute("height", height * scale);
    frame.scrollTo(x * scale - frame.clientWidth / 2, y * scale - frame.clientHeight / 2);
  }

  const bar = document.createElement("div");
  bar.className = "drawing-tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "The drawing");
  function button(name, does) {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = name;
    b.addEventListener("click", does);
    bar.append(b);
  }
  button("Closer", () => zoom(scale * steps.closer));
  button("Farther", () => zoom(scale * steps.farther));
  button("Whole", () => zoom((frame.clientWidth - 24) / width));

  for (const [kind, words] of kinds) {
    const lines = drawing.querySelectorAll(kind === "credits" ? ".edge.credits, .edge.cites" : ".edge." + kind);
    if (lines.length === 0) continue;
    const label = document.createElement("label"), box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => lines.forEach(l => l.classList.toggle("left-out", !box.checked)));
    label.append(box, " " + words);
    bar.append(label);
  }
  frame.before(bar);

  frame.addEventListener("keydown", e => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === "+") zoom(scale * steps.closer);
    if (e.key === "-") zoom(scale * steps.farther);
  });
  frame.addEventListener("pointerdown", down => {
    if (down.button !== 0 || down.pointerType !== "mouse" || down.target.closest("a")) return;
    const left = frame.scrollLeft, top = frame.scrollTop;
    frame.setPointerCapture(down.pointerId);
    const drag = e => frame.scrollTo(left + down.clientX - e.clientX, top + down.clientY - e.clientY);
    frame.addEventListener("pointermove", drag);
    frame.addEventListener("pointerup", () => frame.removeEventListener("pointermove", drag), { once: true });
  });
}
