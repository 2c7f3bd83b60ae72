/* At an old address: on to the new one, with the anchor that was asked for, which a refresh drops. */
(() => {
  const refresh = document.querySelector('meta[http-equiv="refresh"]');
  if (location.hash) location.replace(refresh.content.split("url=")[1].split("#")[0] + location.hash);
})();
