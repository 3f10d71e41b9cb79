/** A long list of one-line rows that follows its end until the reader scrolls up. Only what is in sight is in the document. */
import { useEffect, useRef, useState, type ReactNode, type UIEvent } from 'react';
import { List, useListCallbackRef, type RowComponentProps } from 'react-window';
import { usePalette } from '../store/theme.ts';
import { TabTools } from './tab-tools.tsx';

interface RowListProps {
  readonly label: string;
  /** Absolute numbers of the rows. */
  readonly numbers: readonly number[];
  readonly chosen: number | null;
  readonly choose: (number: number) => void;
  readonly row: (number: number) => ReactNode;
  /** A row to scroll to when it changes. */
  readonly reveal?: number | null;
  readonly tools?: ReactNode;
}

type RowProps = Pick<RowListProps, 'numbers' | 'chosen' | 'choose' | 'row'>;

function Row({ index, style, ariaAttributes, numbers, chosen, choose, row }: RowComponentProps<RowProps>) {
  const number = numbers[index];
  if (number === undefined) return null;
  return (
    <div style={style} {...ariaAttributes}>
      <button
        type="button"
        className={number === chosen ? 'row chosen' : 'row'}
        style={{ width: '100%', height: '100%' }}
        onClick={() => choose(number)}
      >
        {row(number)}
      </button>
    </div>
  );
}

export function RowList({ label, numbers, chosen, choose, row, reveal = null, tools }: RowListProps) {
  const [list, setList] = useListCallbackRef();
  const [following, setFollowing] = useState(reveal === null);
  const { rem } = usePalette();
  useEffect(() => {
    if (following && numbers.length > 0) list?.scrollToRow({ index: numbers.length - 1, align: 'end' });
  }, [list, following, numbers]);
  useEffect(() => {
    const index = reveal === null ? -1 : numbers.indexOf(reveal);
    if (index < 0) return;
    setFollowing(false);
    list?.scrollToRow({ index, align: 'center' });
    // Only a new wish to reveal scrolls; new rows do not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [list, reveal]);
  const before = useRef({ top: 0, height: 0 });
  // Rows that come only ever move the list down: whoever moves it up is reading.
  const onScroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop, scrollHeight } = event.currentTarget;
    if (scrollTop < before.current.top - 2 && scrollHeight >= before.current.height) setFollowing(false);
    before.current = { top: scrollTop, height: scrollHeight };
  };
  return (
    <>
      <TabTools>
        {tools}
        <button
          type="button"
          className="button small"
          aria-pressed={following}
          onClick={() => setFollowing(!following)}
        >
          Follow
        </button>
      </TabTools>
      {numbers.length === 0 ? <p className="empty">Nothing of this kind yet.</p> : null}
      <List
        aria-label={label}
        className="rows"
        listRef={setList}
        rowComponent={Row}
        rowCount={numbers.length}
        rowHeight={Math.round(rem * 1.75)}
        rowProps={{ numbers, chosen, choose, row }}
        onScroll={onScroll}
      />
    </>
  );
}
