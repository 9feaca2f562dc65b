package dev.motet.secure;

import dev.motet.json.PlainJson;
import dev.motet.suite.ProxyPair;
import dev.motet.testkit.TestPki;
import dev.motet.testkit.TestPki.Node;
import dev.motet.tls.cert.PinVerifier;

/// Pairs of `http` proxies with TLS between them, by what they put into `tls`.
final class TlsPairs {
  static final String NAME = "a.example";

  final Node root;
  final Node server;
  final Node client;

  TlsPairs() throws Exception {
    this.root = TestPki.root("root");
    this.server = TestPki.leaf(root, NAME, "127.0.0.1");
    this.client = TestPki.named("client").by(root).make();
  }

  /// Inbound that shows the certificate, outbound that trusts its root.
  ProxyPair trusted(String name, String moreOfServer, String moreOfClient) {
    return pair(
        name,
        "\"certificate\": "
            + quote(server.pem())
            + ", \"key\": "
            + quote(server.keyPem())
            + more(moreOfServer),
        "\"certificate\": "
            + quote(root.pem())
            + ", \"server_name\": \""
            + NAME
            + "\""
            + more(moreOfClient));
  }

  /// Inbound that makes a certificate, outbound that believes everything.
  static ProxyPair insecure(String name, String moreOfServer, String moreOfClient) {
    return pair(
        name, "\"insecure\": true" + more(moreOfServer), "\"insecure\": true" + more(moreOfClient));
  }

  static ProxyPair pair(String name, String ofServer, String ofClient) {
    return new ProxyPair(
        name,
        "\"type\": \"http\", \"tls\": {\"enabled\": true, " + ofServer + "}",
        "\"type\": \"http\", \"tls\": {\"enabled\": true, " + ofClient + "}",
        false);
  }

  /// What an outbound shows to a server that asks.
  String clientIdentity() {
    return "\"client_certificate\": "
        + quote(client.pem())
        + ", \"client_key\": "
        + quote(client.keyPem());
  }

  static String pin(Node node) {
    return quote(PinVerifier.pin(node.certificate().getPublicKey()));
  }

  static String utls(String fingerprint) {
    return "\"utls\": {\"enabled\": true, \"fingerprint\": \"" + fingerprint + "\"}";
  }

  static String quote(String text) {
    return PlainJson.write(text);
  }

  private static String more(String fields) {
    return fields.isEmpty() ? "" : ", " + fields;
  }
}
