package dev.motet.junit;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [TestProxy] as a parameter: one for each class, without faults at the start of
/// each test, closed after the last.
///
/// ```java
/// @ExtendWith(MotetExtension.class)
/// class MyClientTest {
///   @Test
///   void retriesAfterAReset(TestProxy proxy) {
///     proxy.faults().on("api.example.org").reset(1_000);
///     …
///   }
/// }
/// ```
public final class MotetExtension
    implements ParameterResolver, AfterEachCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(MotetExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(TestProxy.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return ofClass(context).computeIfAbsent(TestProxy.class, _ -> started(), TestProxy.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestProxy proxy = ofClass(context).get(TestProxy.class, TestProxy.class);
    if (proxy != null) {
      proxy.faults().clear();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    TestProxy proxy = ofClass(context).remove(TestProxy.class, TestProxy.class);
    if (proxy != null) {
      proxy.close();
    }
  }

  private static ExtensionContext.Store ofClass(ExtensionContext context) {
    ExtensionContext at = context;
    while (at.getTestMethod().isPresent() && at.getParent().isPresent()) {
      at = at.getParent().get();
    }
    return at.getStore(NAMESPACE);
  }

  private static TestProxy started() {
    try {
      return TestProxy.start();
    } catch (IOException e) {
      throw new IllegalStateException("the test proxy does not start", e);
    }
  }
}
