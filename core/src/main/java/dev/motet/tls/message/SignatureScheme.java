package dev.motet.tls.message;

/// Numbers of signature schemes (RFC 8446 4.2.3).
public final class SignatureScheme {
  public static final int RSA_PKCS1_SHA1 = 0x0201;
  public static final int ECDSA_SHA1 = 0x0203;
  public static final int RSA_PKCS1_SHA256 = 0x0401;
  public static final int RSA_PKCS1_SHA384 = 0x0501;
  public static final int RSA_PKCS1_SHA512 = 0x0601;
  public static final int ECDSA_SECP256R1_SHA256 = 0x0403;
  public static final int ECDSA_SECP384R1_SHA384 = 0x0503;
  public static final int ECDSA_SECP521R1_SHA512 = 0x0603;
  public static final int RSA_PSS_RSAE_SHA256 = 0x0804;
  public static final int RSA_PSS_RSAE_SHA384 = 0x0805;
  public static final int RSA_PSS_RSAE_SHA512 = 0x0806;
  public static final int ED25519 = 0x0807;

  private SignatureScheme() {}
}
