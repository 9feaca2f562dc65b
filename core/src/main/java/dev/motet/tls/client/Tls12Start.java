package dev.motet.tls.client;

import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Carrier;
import dev.motet.tls.handshake.ClientConfig;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.ServerHello;
import java.util.Arrays;
import java.util.Set;

/// Takes a ServerHello of TLS 1.2 (RFC 5246 7.4.1.3).
final class Tls12Start {
  private static final int SCSV = 0x00ff;

  /// supported_groups is no answer, but there are servers that send it.
  private static final Set<Integer> IN_SERVER_HELLO =
      Set.of(
          ExtensionType.SERVER_NAME,
          ExtensionType.STATUS_REQUEST,
          ExtensionType.SUPPORTED_GROUPS,
          ExtensionType.EC_POINT_FORMATS,
          ExtensionType.ALPN,
          ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP,
          ExtensionType.EXTENDED_MASTER_SECRET,
          ExtensionType.RECORD_SIZE_LIMIT,
          ExtensionType.SESSION_TICKET,
          ExtensionType.RENEGOTIATION_INFO);

  private Tls12Start() {}

  static State after(
      ClientConfig config, Carrier carrier, SentHello hello, ServerHello answer, byte[] message)
      throws ProtocolException {
    CipherSuite suite = Answers.suite(config, hello, answer, false);
    checkSessionId(hello, answer);
    checkExtensions(hello, answer);
    int limit = Answers.recordLimit(answer.extensions());
    if (limit > 0) {
      carrier.limitRecords(limit);
    }
    Tls12Transcript transcript = new Tls12Transcript(suite.hash(), config.identity() != null);
    transcript.add(hello.message());
    transcript.add(message);
    Tls12Agreed agreed =
        new Tls12Agreed(
            config,
            carrier,
            hello,
            answer.random(),
            suite,
            Answers.alpn(hello, answer.extensions()),
            answer.extension(ExtensionType.EXTENDED_MASTER_SECRET) != null,
            answer.extension(ExtensionType.SESSION_TICKET) != null,
            answer.extension(ExtensionType.STATUS_REQUEST) != null,
            transcript);
    return new Tls12ExpectCertificate(agreed);
  }

  private static void checkSessionId(SentHello hello, ServerHello answer) throws AlertException {
    byte[] sent = hello.hello().sessionId();
    // RFC 5246 7.4.1.3: an echo resumes a session; there is none, the id was drawn.
    if (sent.length > 0 && Arrays.equals(sent, answer.sessionId())) {
      throw Answers.illegal("server resumes a session of TLS 1.2 that never was");
    }
  }

  private static void checkExtensions(SentHello hello, ServerHello answer)
      throws ProtocolException {
    boolean signalled = hello.hello().cipherSuites().contains(SCSV);
    for (Extension extension : answer.extensions()) {
      int type = extension.type();
      // RFC 5746 3.4: the signalling suite asks for renegotiation_info too.
      boolean asked =
          hello.offersExtension(type) || (type == ExtensionType.RENEGOTIATION_INFO && signalled);
      if (!asked) {
        throw new AlertException(
            Alert.UNSUPPORTED_EXTENSION, "extension " + type + " in ServerHello was not offered");
      }
      if (!IN_SERVER_HELLO.contains(type)) {
        throw Answers.illegal("extension " + type + " in a ServerHello of TLS 1.2");
      }
    }
    byte[] renegotiation = answer.extension(ExtensionType.RENEGOTIATION_INFO);
    // RFC 5746 3.4: in a first handshake renegotiated_connection is empty.
    if (renegotiation != null && !Arrays.equals(renegotiation, new byte[1])) {
      throw new AlertException(Alert.HANDSHAKE_FAILURE, "renegotiation_info of another connection");
    }
    byte[] extended = answer.extension(ExtensionType.EXTENDED_MASTER_SECRET);
    if (extended != null && extended.length != 0) {
      throw new ProtocolException("extended_master_secret with a body");
    }
  }
}
