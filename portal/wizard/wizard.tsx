/** The tabs, what has been entered in them, and the way through them. */
import { makeStyles, Tab, TabList } from '@fluentui/react-components';
import { useCallback, useState } from 'react';
import { subscriptionOf } from '../parts/format';
import { type Draft, newDraft, type TabProps } from './draft';
import { NetworkingTab } from './networking-tab';
import { ReviewTab } from './review-tab';
import { SetupTab, useNameProblem } from './setup-tab';
import { SourceTab } from './source-tab';
import { fieldsOf, type Tab as TabName, tabs, tabTitles } from './tabs';
import { TargetTab } from './target-tab';
import { problemsOf } from './validate';
import { WizardButtons } from './wizard-buttons';

const contents: Record<TabName, (props: TabProps) => React.ReactNode> = {
  setup: SetupTab,
  source: SourceTab,
  target: TargetTab,
  networking: NetworkingTab,
  review: ReviewTab,
};

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '760px' },
  tabs: { flexWrap: 'wrap' },
});

export function Wizard({ targetId }: { targetId: string }) {
  const styles = useStyles();
  const [draft, setDraft] = useState(() => newDraft(subscriptionOf(targetId)));
  const [tab, setTab] = useState<TabName>('setup');
  /** Fields whose problems are shown: those that were changed, and all of a tab that somebody tried to leave. */
  const [seen, setSeen] = useState<ReadonlySet<keyof Draft>>(new Set());
  const change = useCallback((changes: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changes }));
    setSeen((before) => new Set([...before, ...(Object.keys(changes) as (keyof Draft)[])]));
  }, []);

  const own = problemsOf(draft, targetId);
  const taken = useNameProblem(draft.name, targetId, !own.name);
  const all = taken ? { ...own, name: taken } : own;
  const shown = Object.fromEntries(Object.entries(all).filter(([field]) => seen.has(field as keyof Draft)));
  const isValid = (name: TabName) => fieldsOf[name].every((field) => !all[field]);
  /** As far as every tab before is valid. */
  const isOpen = (name: TabName) => tabs.slice(0, tabs.indexOf(name)).every(isValid);
  const go = (to: TabName) => {
    if (isOpen(to) || tabs.indexOf(to) < tabs.indexOf(tab)) setTab(to);
    else setSeen((before) => new Set([...before, ...fieldsOf[tab]]));
  };
  const Content = contents[tab];
  return (
    <>
      <TabList className={styles.tabs} aria-label="Steps" selectedValue={tab} onTabSelect={(_event, { value }) => go(value as TabName)}>
        {tabs.map((name) => (
          <Tab key={name} id={`tab-${name}`} value={name} aria-controls="tab-content" disabled={!isOpen(name)}>
            {tabTitles[name]}
          </Tab>
        ))}
      </TabList>
      <div className={styles.content} id="tab-content" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Content draft={draft} change={change} problems={shown} targetId={targetId} />
      </div>
      <WizardButtons draft={draft} targetId={targetId} tab={tab} go={go} />
    </>
  );
}
