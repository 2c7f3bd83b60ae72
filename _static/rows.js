/* A row that a link asks for and this page has not stands on the next page of the same table. */
(() => {
  const { next } = document.currentScript.dataset;
  if (location.hash.startsWith("#row-") && !document.getElementById(location.hash.slice(1))) {
    location.replace(next + location.hash);
  }
})();
