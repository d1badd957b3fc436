// The board of a trip: parties are rows, days are columns, visits are cards. It draws what Python sends, tells Python
// what a person wants moved, and draws again what comes back; it decides nothing itself.
// Sortable (MIT, in front of this file) gives dragging with mouse, pen and finger; Alt with arrow keys does the same.

function made(tag, kind, text) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text) node.textContent = text;
  return node;
}

function card(item, words) {
  const node = made("div", "lt-card");
  node.dataset.key = item.key;
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-pressed", item.picked ? "true" : "false");
  node.classList.toggle("picked", item.picked);
  node.classList.toggle("locked", item.locked);
  node.classList.toggle("faulty", Boolean(item.fault));
  if (item.way) node.append(made("div", "lt-way", item.way));
  const head = made("div", "lt-head");
  if (item.time) head.append(made("span", "lt-time", item.time));
  for (const tag of item.tags) head.append(made("span", "lt-tag", tag));
  if (head.childNodes.length) node.append(head);
  const name = made("div", "lt-name", item.name);
  node.append(name);
  if (item.place) node.append(made("div", "lt-place", item.place));
  if (item.changed) node.append(made("div", "lt-changed", item.changed));
  if (item.fault) node.append(made("div", "lt-fault", `⚠ ${item.fault}`));
  node.title = item.title;
  const spoken = [item.name, item.time, item.place, item.changed, item.fault, item.locked ? words.locked : words.keys];
  node.setAttribute("aria-label", spoken.filter(Boolean).join("，"));
  return node;
}

function drawn(data) {
  const board = made("div", "lt-board");
  const many = data.parties.length > 1;
  board.style.setProperty("--days", data.days.length);
  board.classList.toggle("many", many);
  if (many) board.append(made("div", "lt-corner"));
  for (const day of data.days) board.append(made("div", `lt-day${day.open ? "" : " off"}`, day.label));
  for (const party of data.parties) {
    if (many) {
      const name = made("div", "lt-party", party.name);
      if (party.leader) name.append(made("div", "lt-place", party.leader));
      board.append(name);
    }
    party.cells.forEach((cell, day) => {
      const box = made("div", `lt-cell${data.days[day].open ? "" : " off"}`);
      box.append(made("div", "lt-where", many ? `${data.days[day].label} · ${party.name}` : data.days[day].label));
      const list = made("div", "lt-list");
      list.dataset.party = party.number;
      list.dataset.day = day;
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", `${data.days[day].label} ${party.name}`);
      for (const item of cell.cards) list.append(card(item, data.words));
      box.append(list);
      box.append(made("div", "lt-foot", cell.foot));
      board.append(box);
    });
  }
  return board;
}

function tray(data) {
  const box = made("div", "lt-tray");
  box.append(made("div", "lt-traytitle", data.words.tray));
  const list = made("div", "lt-list row");
  list.dataset.party = 0;
  list.dataset.day = 0;
  for (const item of data.tray) list.append(card(item, data.words));
  if (!data.tray.length) list.append(made("div", "lt-none", data.words.none));
  box.append(list);
  return box;
}

function spot(node) {
  const list = node.closest(".lt-list");
  const cards = [...list.querySelectorAll(".lt-card")];
  return { key: node.dataset.key, party: Number(list.dataset.party), day: Number(list.dataset.day), at: cards.indexOf(node) };
}

function shown(root, item, on) {
  for (const list of root.querySelectorAll(".lt-board .lt-list")) {
    const fits = item.fits[`${list.dataset.party}.${list.dataset.day}`];
    list.parentElement.classList.toggle("fits", on && fits === true);
    list.parentElement.classList.toggle("not", on && fits === false);
  }
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".lt-trip");
  const items = new Map();
  for (const party of data.parties) for (const cell of party.cells) for (const item of cell.cards) items.set(item.key, item);
  for (const item of data.tray) items.set(item.key, item);
  const across = root.querySelector(".lt-scroll")?.scrollLeft ?? 0;
  const focused = root.lastKey && root.contains(document.activeElement) ? root.lastKey : root.wanted;
  (root.lists ?? []).forEach((list) => list.destroy());
  const scroll = made("div", "lt-scroll");
  scroll.append(drawn(data));
  const help = made("div", "lt-help", data.words.help);
  const said = made("div", "lt-said", data.said);
  said.setAttribute("aria-live", "polite");
  root.replaceChildren(scroll, tray(data), help, said);
  scroll.scrollLeft = across;
  const tell = (key, party, day, at) => {
    root.wanted = key;
    setTriggerValue("moved", { key, party, day, at, seq: data.seq });
  };
  root.lists = [...root.querySelectorAll(".lt-list")].map((list) =>
    self.Sortable.create(list, {
      group: "lt-trip", draggable: ".lt-card", filter: ".locked", preventOnFilter: false, animation: 120,
      forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, delay: 150, delayOnTouchOnly: true,
      ghostClass: "lt-ghost", dragClass: "lt-drag", scroll: true,
      onStart: (event) => { root.dragged = true; shown(root, items.get(event.item.dataset.key), true); },
      onEnd: (event) => {
        shown(root, items.get(event.item.dataset.key), false);
        setTimeout(() => { root.dragged = false; }, 0);
        const to = spot(event.item);
        if (event.from === event.to && event.oldDraggableIndex === event.newDraggableIndex) return;
        tell(to.key, to.party, to.day, to.at);
      },
    }));
  for (const node of root.querySelectorAll(".lt-card")) {
    const pick = () => { root.wanted = node.dataset.key; setTriggerValue("picked", { key: node.dataset.key, seq: data.seq }); };
    node.onfocus = () => { root.lastKey = node.dataset.key; };
    node.onclick = () => { if (!root.dragged) pick(); };
    node.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(); return; }
      const item = items.get(node.dataset.key);
      if (!event.altKey || item.locked || !event.key.startsWith("Arrow")) return;
      event.preventDefault();
      const at = spot(node);
      const days = data.days.length;
      const numbers = data.parties.map((p) => p.number);
      const row = numbers.indexOf(at.party);
      if (row < 0) { if (event.key === "ArrowUp") tell(at.key, numbers[0], 0, 99); return; }
      if (event.key === "ArrowLeft" && at.day > 0) tell(at.key, at.party, at.day - 1, 99);
      if (event.key === "ArrowRight" && at.day < days - 1) tell(at.key, at.party, at.day + 1, 99);
      if (event.shiftKey && event.key === "ArrowUp" && row > 0) tell(at.key, numbers[row - 1], at.day, 99);
      else if (event.shiftKey && event.key === "ArrowDown" && row < numbers.length - 1) tell(at.key, numbers[row + 1], at.day, 99);
      else if (event.key === "ArrowUp" && at.at > 0) tell(at.key, at.party, at.day, at.at - 1);
      else if (event.key === "ArrowDown" && !event.shiftKey) tell(at.key, at.party, at.day, at.at + 1);
    };
  }
  if (focused) root.querySelector(`.lt-card[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  return () => { (root.lists ?? []).forEach((list) => list.destroy()); root.lists = []; };
}
