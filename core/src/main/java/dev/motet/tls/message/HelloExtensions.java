package dev.motet.tls.message;

import dev.motet.io.ByteReader;
import dev.motet.io.ProtocolException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The extensions of a ClientHello in their order, and what those say that decide about a
/// connection. Lists are empty where the extension is absent.
///
/// @param serverName the host name that the client wants, its bytes as characters
/// @param alpn names of application protocols, their bytes as characters
/// @param keyShares may be empty where the extension is present too
public record HelloExtensions(
    List<Extension> all,
    @Nullable String serverName,
    List<String> alpn,
    List<Integer> versions,
    List<Integer> groups,
    List<Integer> pointFormats,
    List<Integer> signatureAlgorithms,
    List<KeyShare> keyShares) {
  private static final int HOST_NAME = 0;

  /// Those of a hello that ends before them.
  static final HelloExtensions NONE =
      new HelloExtensions(
          List.of(), null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /// Whether the extension is present.
  public boolean has(int type) {
    return all.stream().anyMatch(extension -> extension.type() == type);
  }

  // each: type (u16), body (u16 length)
  static HelloExtensions read(ByteReader in) throws ProtocolException {
    List<Extension> all = new ArrayList<>(24);
    Set<Integer> types = new HashSet<>();
    while (in.remaining() > 0) {
      int type = in.u16();
      all.add(new Extension(type, in.bytes(in.u16())));
      // RFC 8446 4.2: at most one of each type
      if (!types.add(type)) {
        throw new ProtocolException("extension " + type + " twice");
      }
      // RFC 8446 4.2.11: it is the last one, its binders cover what stands before it
      if (type == ExtensionType.PRE_SHARED_KEY && in.remaining() > 0) {
        throw new ProtocolException("pre_shared_key is not the last extension");
      }
    }
    return of(List.copyOf(all));
  }

  private static HelloExtensions of(List<Extension> all) throws ProtocolException {
    String serverName = null;
    List<String> alpn = List.of();
    List<Integer> versions = List.of();
    List<Integer> groups = List.of();
    List<Integer> pointFormats = List.of();
    List<Integer> signatureAlgorithms = List.of();
    List<KeyShare> keyShares = List.of();
    for (Extension extension : all) {
      ByteReader body = new ByteReader(extension.body());
      switch (extension.type()) {
        case ExtensionType.SERVER_NAME -> serverName = serverName(body);
        case ExtensionType.ALPN -> alpn = alpn(Vectors.u16(body));
        case ExtensionType.SUPPORTED_VERSIONS -> versions = Vectors.numbers(Vectors.u8(body));
        case ExtensionType.SUPPORTED_GROUPS -> groups = Vectors.numbers(Vectors.u16(body));
        case ExtensionType.EC_POINT_FORMATS -> pointFormats = Vectors.bytes(Vectors.u8(body));
        case ExtensionType.SIGNATURE_ALGORITHMS ->
            signatureAlgorithms = Vectors.numbers(Vectors.u16(body));
        case ExtensionType.KEY_SHARE -> keyShares = keyShares(body.sub(body.u16()));
        default -> body.skip(body.remaining());
      }
      body.end();
    }
    return new HelloExtensions(
        all, serverName, alpn, versions, groups, pointFormats, signatureAlgorithms, keyShares);
  }

  // RFC 6066 3: list (u16 length) of: type (u8), name (u16 length)
  private static @Nullable String serverName(ByteReader body) throws ProtocolException {
    String host = null;
    ByteReader list = Vectors.u16(body);
    while (list.remaining() > 0) {
      int type = list.u8();
      ByteReader name = Vectors.u16(list);
      if (type == HOST_NAME) {
        if (host != null) {
          throw new ProtocolException("two host names in server_name");
        }
        host = name.latin1(name.remaining());
        if (host.endsWith(".")) {
          throw new ProtocolException("host name with a trailing dot in server_name");
        }
      }
    }
    return host;
  }

  // RFC 7301 3.1: names, each (u8 length)
  private static List<String> alpn(ByteReader list) throws ProtocolException {
    List<String> names = new ArrayList<>(2);
    while (list.remaining() > 0) {
      ByteReader name = Vectors.u8(list);
      names.add(name.latin1(name.remaining()));
    }
    return List.copyOf(names);
  }

  // each: group (u16), key (u16 length)
  private static List<KeyShare> keyShares(ByteReader list) throws ProtocolException {
    List<KeyShare> shares = new ArrayList<>(3);
    while (list.remaining() > 0) {
      int group = list.u16();
      ByteReader key = Vectors.u16(list);
      shares.add(new KeyShare(group, key.bytes(key.remaining())));
    }
    return List.copyOf(shares);
  }
}
