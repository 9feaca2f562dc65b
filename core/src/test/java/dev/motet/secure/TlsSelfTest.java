package dev.motet.secure;

import dev.motet.suite.ProxySuite;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/// All that a proxy has to carry, over TLS.
class TlsSelfTest extends ProxySuite {
  static Stream<Arguments> pairs() throws Exception {
    TlsPairs tls = new TlsPairs();
    return onAllBackEnds(
        TlsPairs.insecure("self-signed", "", ""),
        tls.trusted(
            "as Chrome, for an authority, with a client certificate",
            "\"client_authentication\": \"require-and-verify\", \"client_certificate\": "
                + TlsPairs.quote(tls.root.pem()),
            TlsPairs.utls("chrome") + ", " + tls.clientIdentity()));
  }
}
