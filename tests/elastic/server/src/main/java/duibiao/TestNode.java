package duibiao;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node for tests: {@code TestNode HOME name=value...}, each pair a setting of Elasticsearch.
 *
 * <p>The usual main class wants the distribution (its own user, boot checks, a keystore); the node itself does
 * not. HOME/modules holds the module for HTTP. It ends with SIGTERM, or when the process that started it closes
 * standard input: a test run that is killed leaves no server behind.
 */
public final class TestNode {
    private TestNode() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Path config = Files.createDirectories(home.resolve("config"));
        Settings.Builder chosen = Settings.builder().put("path.home", home.toString());
        for (String pair : arguments) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                chosen.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        LogConfigurator.configureESLogging();
        LogConfigurator.configureWithoutConfig(Settings.builder().put("logger.level", "WARN").build());
        Environment environment =
            InternalSettingsPreparer.prepareEnvironment(chosen.build(), Map.of(), config, () -> "test");
        PluginsLoader modules = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of(),
            false);
        Node node = new Node(environment, modules);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, ended)));
        node.start();
        Thread watch = new Thread(TestNode::endWithStarter);
        watch.setDaemon(true);
        watch.start();
        ended.await();
    }

    private static void close(Node node, CountDownLatch ended) {
        try {
            node.prepareForClose();
            node.close();
            node.awaitClose(15, TimeUnit.SECONDS);
        } catch (Exception error) {
            error.printStackTrace();
        } finally {
            ended.countDown();
        }
    }

    private static void endWithStarter() {
        try {
            while (System.in.read() >= 0) {
                continue; // nothing is said over it
            }
        } catch (java.io.IOException closed) {
            // the same as its end
        }
        System.exit(0);
    }
}
