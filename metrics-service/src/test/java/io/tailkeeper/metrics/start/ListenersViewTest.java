package io.tailkeeper.metrics.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersViewTest {

    @Test
    void groupsOfWorkersAreServices() {
        List<String> groups = List.of("trainer-b", "generator", "trainer-a", "detector.encoder");

        assertThat(groups).isNotEmpty().allMatch(ListenersView::isOfWorkers);
        assertThat(List.of("metrics", "generators", "trainer", "detector-calibration.encoder"))
                .isNotEmpty()
                .noneMatch(ListenersView::isOfWorkers);
        assertThat(ListenersView.services(groups)).containsExactly("detector.encoder", "generator", "trainer");
        assertThat(ListenersView.services(List.of())).isEmpty();
    }
}
