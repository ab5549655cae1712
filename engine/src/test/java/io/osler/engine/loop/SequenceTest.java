package io.osler.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.cache.KvPool;
import io.osler.engine.cache.PrefixTree;
import io.osler.engine.plan.KvSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Sequences that come, go and share slots, step by step as the loop drives them. Each slot remembers which prefix was
 * written into it, so that whatever a sequence is told to read can be held against what it must be.
 */
class SequenceTest {
    @Test
    void whatASequenceReadsIsAlwaysItsOwnPrefix() {
        for (int seed = 0; seed < 60; seed++) {
            Crowd crowd = new Crowd(seed);
            for (int step = 0; step < 120; step++) {
                crowd.step(step);
                crowd.audit();
            }
            crowd.leaveAll();
            assertThat(crowd.tree.allocate(crowd.slots))
                    .as("seed %d: all slots can be had when all have left", seed)
                    .isZero();
        }
    }

    @Test
    void aPrefixIsComputedByOneSequenceAtATime() {
        PrefixTree tree = new PrefixTree(new KvPool(40));
        int[] prompt = {1, 2, 3, 4, 5};
        Sequence first = Sequence.admit(tree, prompt, 4, 10, 2);
        Sequence second = Sequence.admit(tree, prompt, 4, 10, 2);
        assertThat(first.claim(1)).isEqualTo(new Sequence.Stretch(0, 10));
        assertThat(second.claim(1)).isNull();
        first.computedTo(3);
        assertThat(second.computed()).isEqualTo(3);
        assertThat(second.claim(2)).as("goes on where the first has stopped").isEqualTo(new Sequence.Stretch(3, 4));
        assertThat(first.claim(2)).isNull();
        second.computedTo(4);
        assertThat(first.past()).containsExactly(new KvSpan(0, 4, 0));
    }

    @Test
    void whatWasGeneratedIsFoundByWhoGoesOn() {
        PrefixTree tree = new PrefixTree(new KvPool(40));
        Sequence first = Sequence.admit(tree, new int[] {1, 2, 3}, 2, 10, 2);
        first.computedTo(3);
        first.accept(new int[] {4, 5, 6});
        first.computedTo(5);
        first.finish();
        Sequence next = Sequence.admit(tree, new int[] {1, 2, 3, 4, 5, 6, 7}, 6, 12, 2);
        assertThat(next.computed())
                .as("the last accepted token was not computed")
                .isEqualTo(5);
        tree.checkIntegrity(List.of(next.ownSlots()));
    }

    @Test
    void withoutRoomNothingIsTaken() {
        KvPool pool = new KvPool(20);
        PrefixTree tree = new PrefixTree(pool);
        Sequence first = Sequence.admit(tree, new int[] {1, 2, 3}, 2, 15, 2);
        assertThat(Sequence.admit(tree, new int[] {1, 2, 4}, 2, 8, 2)).isNull();
        assertThat(pool.freeSlots()).isEqualTo(5);
        tree.checkIntegrity(List.of(first.ownSlots()));
        assertThat(Sequence.admit(tree, new int[] {1, 2, 4}, 2, 7, 2)).isNotNull();
    }

    /** A sequence with what it is made from. */
    private record Member(Sequence sequence, int layers, List<Integer> tokens) {
        int length() {
            return tokens.size();
        }
    }

    /** One member's share of a step: tokens up to {@code end}, {@code drafts} of them on trial. */
    private record Share(Member member, int from, int end, int[] drafts, int slot) {}

    private static final class Crowd {
        private final SplittableRandom random;
        private final int slots;
        private final PrefixTree tree;
        private final List<Member> members = new ArrayList<>();
        private final int[] written;
        private final int seed;

        Crowd(int seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.slots = 30 + random.nextInt(80);
            this.tree = new PrefixTree(new KvPool(slots));
            this.written = new int[slots];
        }

        void step(int number) {
            for (int tries = random.nextInt(3); tries > 0; tries--) {
                admit();
            }
            if (!members.isEmpty() && random.nextInt(6) == 0) {
                leave(members.get(random.nextInt(members.size())));
            }
            List<Share> shares = new ArrayList<>();
            members.forEach(member -> claim(member, number, shares));
            assertThat(members.isEmpty() || !shares.isEmpty())
                    .as("seed %d, step %d: somebody goes on", seed, number)
                    .isTrue();
            shares.forEach(this::read);
            assertThat(shares.stream()
                            .mapToLong(share -> share.end - share.from)
                            .sum())
                    .as("seed %d, step %d: no slot is written twice", seed, number)
                    .isEqualTo(
                            shares.stream().flatMapToInt(this::write).distinct().count());
            shares.forEach(this::settle);
        }

        private void admit() {
            int[] tokens = random.ints(1 + random.nextInt(20), 0, 2).toArray();
            int shareable = random.nextInt(tokens.length);
            int tokensMax = tokens.length + random.nextInt(12);
            int layers = 1 + random.nextInt(2);
            Sequence sequence = Sequence.admit(tree, tokens, shareable, tokensMax, layers);
            if (sequence != null) {
                List<Integer> list =
                        new ArrayList<>(Arrays.stream(tokens).boxed().toList());
                members.add(new Member(sequence, layers, list));
            }
        }

        private void claim(Member member, int number, List<Share> shares) {
            Sequence.Stretch stretch = member.sequence.claim(number);
            if (stretch == null) {
                return;
            }
            int from = member.sequence.computed();
            int room = Math.min(stretch.endPosition(), from + 1 + random.nextInt(8)) - from;
            assertThat(room).as("seed %d", seed).isPositive();
            int accepted = Math.min(room, member.length() - from);
            int[] drafts =
                    random.ints(random.nextInt(room - accepted + 1), 0, 2).toArray();
            shares.add(new Share(member, from, from + accepted + drafts.length, drafts, stretch.slot()));
        }

        /** Everything before its share must be there, and be of its own prefix. */
        private void read(Share share) {
            int position = 0;
            for (KvSpan span : share.member.sequence.past()) {
                assertThat(span.position()).as("seed %d", seed).isEqualTo(position);
                for (int i = 0; i < span.length(); i++) {
                    assertThat(written[span.begin() + i])
                            .as("seed %d: slot %d", seed, span.begin() + i)
                            .isEqualTo(print(share.member.layers, share.member.tokens.subList(0, ++position)));
                }
            }
            assertThat(position).as("seed %d", seed).isEqualTo(share.from);
        }

        private IntStream write(Share share) {
            List<Integer> tokens = new ArrayList<>(share.member.tokens);
            Arrays.stream(share.drafts).forEach(tokens::add);
            for (int position = share.from; position < share.end; position++) {
                written[share.slot + position - share.from] =
                        print(share.member.layers, tokens.subList(0, position + 1));
            }
            return IntStream.range(share.slot, share.slot + share.end - share.from);
        }

        private void settle(Share share) {
            Member member = share.member;
            int accepted = share.end - share.drafts.length;
            if (accepted < member.length()) {
                member.sequence.computedTo(accepted);
                return;
            }
            int kept = random.nextInt(share.drafts.length + 1);
            int[] more = random.ints(1 + random.nextInt(2), 0, 2).toArray();
            member.sequence.computedTo(accepted + kept);
            accept(member, Arrays.copyOf(share.drafts, kept));
            accept(member, more);
            if (member.length() > member.sequence.tokensMax()) {
                leave(member);
            }
        }

        private static void accept(Member member, int[] tokens) {
            member.sequence.accept(tokens);
            Arrays.stream(tokens).forEach(member.tokens::add);
        }

        private void leave(Member member) {
            members.remove(member);
            member.sequence.finish();
        }

        void leaveAll() {
            List.copyOf(members).forEach(this::leave);
            audit();
        }

        void audit() {
            tree.checkIntegrity(
                    members.stream().map(member -> member.sequence.ownSlots()).toList());
        }

        private static int print(int layers, List<Integer> prefix) {
            return 31 * prefix.hashCode() + layers;
        }
    }
}
