// Stands in for `deno_web`'s location script: the sandbox is at no address, so that relative URLs have no base.
(function () {
  return {
    getLocationHref() {
      return undefined;
    },
  };
})();
