package io.tailkeeper.contracts.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** The rule of the one door to Kafka. */
final class KafkaDoor {

    private static final Set<String> CLIENTS = Set.of(
            "org.apache.kafka.clients.consumer.KafkaConsumer",
            "org.apache.kafka.clients.consumer.KafkaShareConsumer",
            "org.apache.kafka.clients.producer.KafkaProducer");
    private static final PackageMatcher ADMIN = PackageMatcher.of("org.apache.kafka.clients.admin..");

    private KafkaDoor() {}

    static ArchRule in(List<String> rooms) {
        return noClasses()
                .that(DescribedPredicate.describe(
                        "are in none of " + rooms, type -> rooms.stream().noneMatch(room -> isIn(room, type))))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "open a connection to Kafka",
                        type -> CLIENTS.contains(type.getName()) || ADMIN.matches(type.getPackageName())))
                .allowEmptyShould(true)
                .because("a flow that may come twice is a channel; whoever opens a client of his own invents"
                        + " acknowledgement, refusal and supervision again");
    }

    private static boolean isIn(String room, JavaClass type) {
        return PackageMatcher.of(room).matches(type.getPackageName())
                || ArchitectureRules.outermost(type).getName().equals(room);
    }
}
