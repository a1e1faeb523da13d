/** Shows the points of a schematic map on tiles of the association's own server, once a reader has asked for them. */
for (const button of document.querySelectorAll("button[data-tiles]")) {
  button.hidden = false;
  const [toTiles, [toScheme]] = [button.textContent, JSON.parse(button.dataset.words)];
  const scheme = button.closest(".map").querySelector(".map__sheet");
  let tiles = null;

  button.addEventListener("click", async () => {
    if (!tiles) {
      button.disabled = true;
      tiles = await draw(button, scheme);
      button.disabled = false;
    } else {
      tiles.hidden = !tiles.hidden;
    }
    scheme.hidden = !tiles.hidden;
    button.textContent = tiles.hidden ? toTiles : toScheme;
  });
}

async function draw({ dataset }, scheme) {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: dataset.style });
  const styled = new Promise((resolve) => style.addEventListener("load", resolve));
  document.head.append(style);
  await Promise.all([styled, import(dataset.library)]);

  const box = Object.assign(document.createElement("div"), { className: "map__tiles" });
  scheme.after(box);
  const map = window.L.map(box, { zoomControl: false });
  map.attributionControl.setPrefix(false);
  const [, zoomInTitle, zoomOutTitle] = JSON.parse(dataset.words);
  window.L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(map);
  window.L.tileLayer(dataset.tiles, { attribution: dataset.credit, maxZoom: 18 }).addTo(map);
  const points = JSON.parse(dataset.points);
  const colour = getComputedStyle(box).getPropertyValue("color");
  const places = new Map();
  for (const point of points) {
    const place = point.slice(2).map((degrees) => degrees.toFixed(4)).join();
    places.set(place, [...(places.get(place) ?? []), point]);
  }
  for (const here of places.values()) {
    const [[name, url, latitude, longitude]] = here;
    const mark = window.L.circleMarker([latitude, longitude], { radius: 9, color: colour, fillOpacity: 0.6 }).addTo(map);
    const names = here.map(([itsName]) => itsName).join(", ");
    mark.bindTooltip(Object.assign(document.createElement("span"), { textContent: names }));
    if (here.length > 1) mark.bindPopup(listOf(here));
    else if (url !== location.pathname) mark.on("click", () => location.assign(url));
  }
  map.fitBounds(points.map(([, , latitude, longitude]) => [latitude, longitude]), { maxZoom: 12, padding: [40, 40] });
  return box;
}

/** Several parks on one point: a list of links, since only the uppermost mark could be clicked. */
function listOf(points) {
  const list = document.createElement("ul");
  for (const [textContent, href] of points) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { textContent, href }));
    list.append(item);
  }
  return list;
}
