// Keeps a kiosk's page and its files, and shows them where there is no network.
const NAME = "heedful-kiosk";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll([{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}])).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(caches.open(NAME).then((kept) => kept.add(event.data.keep)));
});
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(fetch(event.request).then((response) => {
    if (response.ok) {
      const copy = response.clone();
      event.waitUntil(caches.open(NAME).then((kept) => kept.put(event.request, copy)));
    }
    return response;
  }).catch(() => caches.match(event.request, { ignoreVary: true }).then((kept) => kept ?? Response.error())));
});
