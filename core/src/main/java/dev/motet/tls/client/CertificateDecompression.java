package dev.motet.tls.client;

import dev.motet.tls.alert.Alert;
import dev.motet.tls.alert.AlertException;
import dev.motet.tls.message.CompressedCertificate;
import dev.motet.tls.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.brotli.dec.BrotliInputStream;

/// Unpacks the certificates of a server (RFC 8879), which is not trusted yet: nothing is made that
/// is larger than a Certificate message may be.
final class CertificateDecompression {
  private CertificateDecompression() {}

  /// The body of the Certificate message.
  static byte[] inflate(CompressedCertificate packed) throws AlertException {
    int length = packed.uncompressedBytes();
    if (length == 0 || length > State.MAX_MESSAGE_BYTES) {
      throw bad("certificates of " + length + " bytes (expected: 1 to 65536)");
    }
    try {
      return switch (packed.algorithm()) {
        case CompressedCertificate.ZLIB -> zlib(packed.compressed(), length);
        case CompressedCertificate.BROTLI -> brotli(packed.compressed(), length);
        case CompressedCertificate.ZSTD -> zstd(packed.compressed(), length);
        default -> throw bad("compression algorithm " + packed.algorithm());
      };
    } catch (AlertException e) {
      throw e;
    } catch (IOException | DataFormatException e) {
      throw bad("certificates cannot be decompressed: " + e.getMessage());
    }
  }

  private static byte[] zlib(byte[] compressed, int length)
      throws AlertException, DataFormatException {
    byte[] output = new byte[length];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(compressed);
      int done = 0;
      while (done < length) {
        int count = inflater.inflate(output, done, length - done);
        if (count == 0) {
          throw wrongLength(done, length);
        }
        done += count;
      }
      // RFC 8879 4: a length that is not the declared one: bad_certificate
      if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw bad("certificates are longer than " + length + " bytes, or cut");
      }
      if (inflater.getRemaining() != 0) {
        throw bad(inflater.getRemaining() + " bytes after the compressed certificates");
      }
    }
    return output;
  }

  private static byte[] brotli(byte[] compressed, int length) throws IOException {
    try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(compressed))) {
      byte[] output = in.readNBytes(length);
      if (output.length != length) {
        throw wrongLength(output.length, length);
      }
      if (in.read() >= 0) {
        throw bad("certificates are longer than " + length + " bytes");
      }
      return output;
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e); // how the decoder reports some faults
    }
  }

  private static byte[] zstd(byte[] compressed, int length) throws IOException {
    byte[] output = Zstd.decode(compressed, length);
    if (output.length != length) {
      throw wrongLength(output.length, length);
    }
    return output;
  }

  private static AlertException wrongLength(int length, int declared) {
    return bad("certificates of " + length + " bytes (expected: " + declared + ")");
  }

  // RFC 8879 4: what cannot be decompressed aborts with bad_certificate.
  private static AlertException bad(String message) {
    return new AlertException(Alert.BAD_CERTIFICATE, message);
  }
}
