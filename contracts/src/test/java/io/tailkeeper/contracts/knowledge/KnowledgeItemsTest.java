package io.tailkeeper.contracts.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tailkeeper.contracts.measures.KnowledgeRetention;
import io.tailkeeper.contracts.specification.CorpusSpecification;
import io.tailkeeper.contracts.specification.KnowledgeSpecification;
import io.tailkeeper.contracts.specification.RunSpecification;
import io.tailkeeper.contracts.testing.Specifications;
import io.tailkeeper.contracts.topics.ContractJson;
import io.tailkeeper.contracts.topics.Topics;
import java.util.Collections;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class KnowledgeItemsTest {

    /** The longest form of a character that JSON leaves as it is: three bytes a UTF-16 unit. */
    private static final String LONG = "鳥".repeat(KnowledgeItem.MAXIMUM_LENGTH - 1);

    private static final KnowledgeItem LARGE = new KnowledgeItem(LONG, LONG + "1", LONG + "2");

    @Test
    void aMessageHasRoomForAllTextThatIsAllowed() {
        int most = KnowledgeItems.MAXIMUM_TEXT / LARGE.length();
        KnowledgeItems largest = new KnowledgeItems("run", Collections.nCopies(most, LARGE));

        byte[] body = ContractJson.write(largest);

        assertThat(body).hasSizeBetween(5_000_000, ContractJson.MAXIMUM_BYTES);
        Assertions.<Object>assertThat(ContractJson.read(Topics.KNOWLEDGE_ITEMS, body))
                .isEqualTo(largest);
        assertThatThrownBy(() -> new KnowledgeItems("run", Collections.nCopies(most + 1, LARGE)))
                .hasMessageContaining("characters; at most 2000000 are allowed in all: ask fewer of them");
    }

    @Test
    void itemsOfTheBuiltInCorpusAreAskedWhereItIsLearnedOnly() {
        RunSpecification tiny = Specifications.specification();
        assertThat(tiny.asksKnowledge()).as("nothing is said").isFalse();

        RunSpecification builtIn = Specifications.with(tiny, "knowledge", new KnowledgeSpecification(20, null));
        CorpusSpecification elsewhere = new CorpusSpecification("/texts", "text", null, null);
        assertThat(builtIn.asksKnowledge()).isTrue();
        assertThat(Specifications.with(builtIn, "corpus", elsewhere).asksKnowledge())
                .isFalse();
        assertThat(Specifications.with(
                                Specifications.with(tiny, "corpus", elsewhere),
                                "knowledge",
                                new KnowledgeSpecification(20, "/items.json"))
                        .asksKnowledge())
                .isTrue();
    }

    @Test
    void theStandardErrorIsThatOfTheIntervalsWidth() {
        assertThat(new KnowledgeRetention(200, 0.7, 0.6412, 0.7588).standardError())
                .isEqualTo(0.03, Assertions.within(1e-12));
    }
}
