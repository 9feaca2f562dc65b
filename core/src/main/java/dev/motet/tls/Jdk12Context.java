package dev.motet.tls;

import dev.motet.tls.alert.AlertException;
import dev.motet.tls.handshake.Identity;
import dev.motet.tls.handshake.PeerVerifier;
import dev.motet.tls.handshake.ServerConfig;
import dev.motet.tls.handshake.ServerConfig.ClientAuth;
import dev.motet.tls.message.CipherSuite;
import dev.motet.tls.message.NamedGroup;
import dev.motet.tls.message.ProtocolVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// What the JDK has to know to be a server of TLS 1.2 as a [ServerConfig] wants it.
final class Jdk12Context {
  private static final String ALIAS = "identity";

  private Jdk12Context() {}

  /// An engine for one connection.
  static SSLEngine engine(ServerConfig config, Identity identity) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new KeyOfConn(identity)},
          new TrustManager[] {new ClientsOfConn(config.clientVerifier())},
          config.random());
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      engine.setSSLParameters(parameters(config, identity, engine.getSSLParameters()));
      return engine;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS 1.2 of the JDK: " + e.getMessage(), e);
    }
  }

  private static SSLParameters parameters(
      ServerConfig config, Identity identity, SSLParameters parameters)
      throws CertificateException {
    // RFC 8446 4.1.3: a server that speaks TLS 1.3 says so in its random, which the JDK does
    // where both are enabled; the client did not offer the newer one
    parameters.setProtocols(
        config.maxVersion() >= ProtocolVersion.TLS_1_3
            ? new String[] {"TLSv1.3", "TLSv1.2"}
            : new String[] {"TLSv1.2"});
    List<String> suites = new ArrayList<>(suites(config));
    suites.add(CipherSuite.TLS_AES_128_GCM_SHA256.name()); // or TLS 1.3 is not enabled
    parameters.setCipherSuites(suites.toArray(String[]::new));
    parameters.setNamedGroups(groups(config, identity));
    parameters.setApplicationProtocols(config.alpn().toArray(String[]::new));
    ClientAuth auth = config.clientAuth();
    if (auth == ClientAuth.REQUIRE_ANY || auth == ClientAuth.REQUIRE_AND_VERIFY) {
      parameters.setNeedClientAuth(true);
    } else if (auth != ClientAuth.NO) {
      parameters.setWantClientAuth(true);
    }
    return parameters;
  }

  /// Those of TLS 1.2 that the configuration names; all that are safe where it names none.
  private static List<String> suites(ServerConfig config) {
    List<CipherSuite> all =
        Arrays.stream(CipherSuite.values()).filter(suite -> !suite.isTls13()).toList();
    List<CipherSuite> named =
        all.stream().filter(suite -> config.suites().contains(suite.code())).toList();
    return (named.isEmpty() ? all : named).stream().map(CipherSuite::name).toList();
  }

  /// Those that the configuration names and TLS 1.2 has, and the curve of the certificate: the JDK
  /// has one list for key agreement and for certificates (RFC 8422 5.1.1).
  private static String[] groups(ServerConfig config, Identity identity)
      throws CertificateException {
    Set<String> names = new LinkedHashSet<>();
    for (int group : config.groups()) {
      switch (group) {
        case NamedGroup.X25519 -> names.add("x25519");
        case NamedGroup.SECP256R1 -> names.add("secp256r1");
        case NamedGroup.SECP384R1 -> names.add("secp384r1");
        case NamedGroup.SECP521R1 -> names.add("secp521r1");
        default -> {} // of TLS 1.3 only
      }
    }
    if (certificates(identity.chain()).getFirst().getPublicKey() instanceof ECPublicKey key) {
      names.add("secp" + key.getParams().getCurve().getField().getFieldSize() + "r1");
    }
    return names.toArray(String[]::new);
  }

  static List<X509Certificate> certificates(List<byte[]> der) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    for (byte[] certificate : der) {
      chain.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate)));
    }
    return chain;
  }

  /// Shows the one identity to everybody whose suites go with its key.
  private static final class KeyOfConn extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final X509Certificate[] chain;

    KeyOfConn(Identity identity) throws CertificateException {
      this.key = identity.key();
      this.chain = certificates(identity.chain()).toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
      return keyType.equals(chain[0].getPublicKey().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  /// Asks the verifier of the configuration about clients.
  private static final class ClientsOfConn extends X509ExtendedTrustManager {
    private final @Nullable PeerVerifier verifier;

    ClientsOfConn(@Nullable PeerVerifier verifier) {
      this.verifier = verifier;
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String authType, @Nullable Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (verifier == null) {
        throw new CertificateException("no client is to be believed");
      }
      List<byte[]> der = new ArrayList<>();
      for (X509Certificate certificate : chain) {
        der.add(certificate.getEncoded());
      }
      try {
        verifier.verify(der, null);
      } catch (AlertException e) {
        throw new CertificateException(e.getMessage(), e);
      }
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String authType, @Nullable Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("a server meets no servers");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
