package dev.motet.tls.client;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.ech.EchConfig;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What EncryptedExtensions say (RFC 8446 4.3.1).
///
/// @param alpn null for none
/// @param settings the number under which ALPS was negotiated; 0 for none
/// @param recordLimit 0 for none
/// @param retryConfigs of a server that did not take a hidden hello; null for none
/// @param answered to [dev.motet.tls.handshake.ClientConfig#extensions()]
record ServerExtensions(
    @Nullable String alpn,
    int settings,
    int recordLimit,
    byte @Nullable [] retryConfigs,
    List<Extension> answered) {

  private static final Set<Integer> ALLOWED =
      Set.of(
          ExtensionType.SERVER_NAME,
          ExtensionType.SUPPORTED_GROUPS,
          ExtensionType.ALPN,
          ExtensionType.RECORD_SIZE_LIMIT,
          ExtensionType.APPLICATION_SETTINGS,
          ExtensionType.APPLICATION_SETTINGS_OLD,
          ExtensionType.ENCRYPTED_CLIENT_HELLO);

  /// Reads and checks them against the hello.
  static ServerExtensions of(Agreed agreed, List<Extension> extensions) throws ProtocolException {
    SentHello hello = agreed.hello();
    Set<Integer> own = new HashSet<>();
    agreed.config().extensions().forEach(extension -> own.add(extension.type()));
    Set<Integer> allowed = new HashSet<>(ALLOWED);
    allowed.addAll(own);
    Answers.check(hello, extensions, allowed, "EncryptedExtensions");
    checkServerName(extensions);
    byte[] retryConfigs = retryConfigs(agreed, extensions);
    String alpn = Answers.alpn(hello, extensions);
    // RFC 9001 8.1: QUIC without an application protocol is closed.
    if (alpn == null && agreed.config().quic() && !hello.hello().extensions().alpn().isEmpty()) {
      throw new AlertException(
          Alert.NO_APPLICATION_PROTOCOL, "server chose no application protocol");
    }
    return new ServerExtensions(
        alpn,
        settings(hello, extensions, alpn),
        Answers.recordLimit(extensions),
        retryConfigs,
        extensions.stream().filter(extension -> own.contains(extension.type())).toList());
  }

  // RFC 6066 3: the acknowledgement of a name is empty.
  private static void checkServerName(List<Extension> extensions) throws ProtocolException {
    byte[] body = Extension.find(extensions, ExtensionType.SERVER_NAME);
    if (body != null) {
      new ByteReader(body).end();
    }
  }

  private static byte @Nullable [] retryConfigs(Agreed agreed, List<Extension> extensions)
      throws ProtocolException {
    byte[] body = Extension.find(extensions, ExtensionType.ENCRYPTED_CLIENT_HELLO);
    if (body == null) {
      return null;
    }
    // RFC 9849 5: no answer to a hidden hello
    if (agreed.ech()) {
      throw new AlertException(
          Alert.UNSUPPORTED_EXTENSION, "encrypted_client_hello in answer to a hidden hello");
    }
    EchConfig.readList(body); // RFC 9849 6.1.6 and 6.2.1: also what answers GREASE has its form
    return agreed.publicName() == null ? null : body;
  }

  // ALPS: the server's settings, opaque; only with an application protocol that has some
  private static int settings(SentHello hello, List<Extension> extensions, @Nullable String alpn)
      throws ProtocolException {
    int found = 0;
    for (Extension extension : extensions) {
      int type = extension.type();
      if (type == ExtensionType.APPLICATION_SETTINGS
          || type == ExtensionType.APPLICATION_SETTINGS_OLD) {
        if (found != 0) {
          throw Answers.illegal("application_settings under two numbers");
        }
        if (alpn == null || !hello.settingsProtocols(type).contains(alpn)) {
          throw Answers.illegal("application_settings for " + alpn + " were not offered");
        }
        found = type;
      }
    }
    return found;
  }
}
