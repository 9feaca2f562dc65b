package dev.motet.testkit;

import dev.motet.io.IpLiteral;
import dev.motet.tls.cert.CertificateText;
import dev.motet.tls.cert.Pem;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Makes certificates for tests, right and wrong ones.
public final class TestPki {
  private static final Duration DAY = Duration.ofDays(1);

  private final String commonName;
  private final List<GeneralName> names = new ArrayList<>();
  private final List<KeyPurposeId> purposes = new ArrayList<>();
  private KeyPair pair;
  private TestPki.Node issuer;
  private boolean authority;
  private String hash = "SHA256";
  private Instant from = Instant.now().minus(DAY);
  private Instant until = Instant.now().plus(DAY);
  private String unknownCritical;
  private int maxIssuers = -1;
  private String permitted;

  private TestPki(String commonName) {
    this.commonName = commonName;
  }

  /// A certificate and its key.
  public record Node(X509Certificate certificate, KeyPair pair) {
    public byte[] der() {
      try {
        return certificate.getEncoded();
      } catch (java.security.cert.CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }

    public String pem() {
      return CertificateText.write(der());
    }

    public String keyPem() {
      return Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    /// Two files, named `NAME.pem` and `NAME.key`.
    public void save(Path folder, String name) throws java.io.IOException {
      Files.writeString(folder.resolve(name + ".pem"), pem());
      Files.writeString(folder.resolve(name + ".key"), keyPem());
    }
  }

  public static TestPki named(String commonName) {
    return new TestPki(commonName);
  }

  /// A root that may sign.
  public static Node root(String commonName) throws Exception {
    return named(commonName).authority().make();
  }

  /// A leaf of `issuer` for these names.
  public static Node leaf(Node issuer, String... names) throws Exception {
    return named("leaf").by(issuer).names(names).make();
  }

  /// A leaf that signed itself.
  public static Node selfSigned(String... names) throws Exception {
    return named("self").names(names).make();
  }

  /// An EC pair by its curve, an RSA pair by its bits (`RSA2048`), or `Ed25519`.
  public static KeyPair keys(String kind) throws Exception {
    if (kind.startsWith("RSA")) {
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
      rsa.initialize(Integer.parseInt(kind.substring(3)));
      return rsa.generateKeyPair();
    }
    if (kind.equals("Ed25519")) {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(new java.security.spec.ECGenParameterSpec(kind));
    return ec.generateKeyPair();
  }

  public TestPki names(String... wanted) {
    for (String name : wanted) {
      InetAddress address = IpLiteral.parse(name);
      names.add(
          address == null
              ? new GeneralName(GeneralName.dNSName, name)
              : new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress())));
    }
    return this;
  }

  public TestPki by(Node signer) {
    issuer = signer;
    return this;
  }

  public TestPki authority() {
    authority = true;
    return this;
  }

  public TestPki key(KeyPair chosen) {
    pair = chosen;
    return this;
  }

  public TestPki hash(String chosen) {
    hash = chosen;
    return this;
  }

  public TestPki valid(Instant first, Instant last) {
    from = first;
    until = last;
    return this;
  }

  public TestPki purpose(KeyPurposeId purpose) {
    purposes.add(purpose);
    return this;
  }

  /// An authority below which so many others may be.
  public TestPki maxIssuers(int count) {
    maxIssuers = count;
    return this;
  }

  /// An authority for names below this one only.
  public TestPki permits(String domain) {
    permitted = domain;
    return this;
  }

  public TestPki unknownCritical(String oid) {
    unknownCritical = oid;
    return this;
  }

  public Node make() throws Exception {
    KeyPair own = pair == null ? keys("secp256r1") : pair;
    KeyPair signing = issuer == null ? own : issuer.pair;
    X500Name subject = new X500Name("CN=" + commonName);
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
    generator.setSignature(algorithm(signing));
    generator.setIssuer(
        issuer == null
            ? subject
            : X500Name.getInstance(issuer.certificate.getSubjectX500Principal().getEncoded()));
    generator.setSubject(subject);
    generator.setStartDate(new Time(Date.from(from), Locale.ROOT));
    generator.setEndDate(new Time(Date.from(until), Locale.ROOT));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
    generator.setExtensions(extensions().generate());
    TBSCertificate body = generator.generateTBSCertificate();
    Signature signature = Signature.getInstance(signatureName(signing));
    signature.initSign(signing.getPrivate());
    signature.update(body.getEncoded());
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(body);
    parts.add(algorithm(signing));
    parts.add(new DERBitString(signature.sign()));
    String pem = CertificateText.write(new DERSequence(parts).getEncoded());
    return new Node(CertificateText.read(pem).getFirst(), own);
  }

  private ExtensionsGenerator extensions() throws java.io.IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.basicConstraints,
        true,
        maxIssuers >= 0 ? new BasicConstraints(maxIssuers) : new BasicConstraints(authority));
    if (permitted != null) {
      GeneralSubtree tree = new GeneralSubtree(new GeneralName(GeneralName.dNSName, permitted));
      extensions.addExtension(
          Extension.nameConstraints, true, new NameConstraints(new GeneralSubtree[] {tree}, null));
    }
    extensions.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
    if (!names.isEmpty()) {
      extensions.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(new GeneralName[0])));
    }
    if (!purposes.isEmpty()) {
      extensions.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(purposes.toArray(new KeyPurposeId[0])));
    }
    if (unknownCritical != null) {
      extensions.addExtension(
          new ASN1ObjectIdentifier(unknownCritical), true, new DEROctetString(new byte[1]));
    }
    return extensions;
  }

  private AlgorithmIdentifier algorithm(KeyPair signing) {
    boolean old = hash.equals("SHA1");
    return switch (signing.getPublic()) {
      case EdECPublicKey _ ->
          new AlgorithmIdentifier(new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.101.112"));
      case ECPublicKey _ ->
          new AlgorithmIdentifier(
              old ? X9ObjectIdentifiers.ecdsa_with_SHA1 : X9ObjectIdentifiers.ecdsa_with_SHA256);
      default ->
          new AlgorithmIdentifier(
              old
                  ? PKCSObjectIdentifiers.sha1WithRSAEncryption
                  : PKCSObjectIdentifiers.sha256WithRSAEncryption,
              org.bouncycastle.asn1.DERNull.INSTANCE);
    };
  }

  private String signatureName(KeyPair signing) {
    return switch (signing.getPublic()) {
      case EdECPublicKey _ -> "Ed25519";
      case ECPublicKey _ -> hash + "withECDSA";
      default -> hash + "withRSA";
    };
  }
}
