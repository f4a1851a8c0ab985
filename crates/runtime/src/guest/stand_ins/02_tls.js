// Stands in for `deno_net`'s TLS script: the sandbox has no client certificates.
(function () {
  return {
    loadTlsKeyPair() {
      throw new TypeError("Client certificates are not available");
    },
  };
})();
