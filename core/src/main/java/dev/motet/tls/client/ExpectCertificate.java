package dev.motet.tls.client;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CertificateMessage;
import dev.motet.tls.message.CertificateRequest;
import dev.motet.tls.message.CompressedCertificate;
import dev.motet.tls.message.Extension;
import dev.motet.tls.message.ExtensionType;
import dev.motet.tls.message.HandshakeType;
import dev.motet.tls.message.Message;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server shows its certificates, compressed or not; before them it may ask for the client's.
///
/// @param request null while there is none
record ExpectCertificate(
    Agreed agreed, ServerExtensions extensions, @Nullable CertificateRequest request)
    implements State {
  private static final Set<Integer> IN_ENTRY =
      Set.of(ExtensionType.STATUS_REQUEST, ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP);

  @Override
  public State receive(byte[] message) throws ProtocolException {
    return switch (Message.type(message)) {
      case HandshakeType.CERTIFICATE_REQUEST -> requested(message);
      case HandshakeType.CERTIFICATE -> shown(Message.body(message), message);
      case HandshakeType.COMPRESSED_CERTIFICATE -> compressed(message);
      default -> throw State.unexpected(message, "13, 11 or 25");
    };
  }

  private State requested(byte[] message) throws ProtocolException {
    if (request != null) {
      throw State.unexpected(message, "11 or 25");
    }
    CertificateRequest asked = CertificateRequest.read(Message.body(message));
    // RFC 8446 4.3.2: no context during the handshake
    if (asked.context().length != 0) {
      throw Answers.illegal("CertificateRequest with a context");
    }
    // RFC 8446 4.3.2: signature_algorithms must be there.
    if (Extension.find(asked.extensions(), ExtensionType.SIGNATURE_ALGORITHMS) == null) {
      throw new AlertException(
          Alert.MISSING_EXTENSION, "CertificateRequest without signature_algorithms");
    }
    agreed.transcript().add(message);
    return new ExpectCertificate(agreed, extensions, asked);
  }

  private State compressed(byte[] message) throws ProtocolException {
    SentHello hello = agreed.hello();
    // RFC 8879 4: only where the hello offered it
    if (!hello.offersExtension(ExtensionType.COMPRESS_CERTIFICATE)) {
      throw State.unexpected(message, "11");
    }
    CompressedCertificate packed = CompressedCertificate.read(Message.body(message));
    if (!hello.offersCompression(packed.algorithm())) {
      throw Answers.illegal("certificates compressed by " + packed.algorithm());
    }
    return shown(new ByteReader(CertificateDecompression.inflate(packed)), message);
  }

  private State shown(ByteReader body, byte[] message) throws ProtocolException {
    CertificateMessage shown = CertificateMessage.read(body);
    if (shown.context().length != 0) {
      throw Answers.illegal("certificates of a server with a context");
    }
    // RFC 8446 4.4.2.4: a server without certificates: decode_error
    if (shown.entries().isEmpty()) {
      throw new AlertException(Alert.DECODE_ERROR, "server shows no certificate");
    }
    for (CertificateMessage.Entry entry : shown.entries()) {
      Answers.check(agreed.hello(), entry.extensions(), IN_ENTRY, "Certificate");
    }
    agreed.transcript().add(message); // RFC 8879 5: as it came, compressed
    return new ExpectCertificateVerify(agreed, extensions, request, shown.chain());
  }

  @Override
  public void beforeAlert() {
    agreed.writing().go();
  }
}
