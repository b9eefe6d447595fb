#include "ui/views/InsightDesk.h"

#include "core/score/Edits.h"
#include "ui/views/InsightStrip.h"
#include "ui/views/PianoRoll.h"
#include "ui/views/PianoRollView.h"

#include <QMainWindow>
#include <QMenu>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace cantilena {

namespace {

constexpr const char* kSurpriseKey = "showSurprise";
constexpr const char* kNextKey = "showNextNotes";

} // namespace

InsightDesk::InsightDesk(ScoreDocument& document, PianoRoll& roll, QSettings& settings,
                         QMainWindow& window)
    : QObject(&window)
    , m_document(document)
    , m_roll(roll)
    , m_settings(settings)
    , m_window(window)
    , m_surprise(document)
    , m_next(document) {
    makeActions();
    m_surpriseStrip = new SurpriseStrip(m_document, m_surprise, m_showSurprise, &window);
    m_nextStrip = new NextNotesStrip(m_document, m_next, m_showNext, m_take.front(), &window);
    m_roll.addLayer(m_surpriseLayer);
    m_roll.addLayer(m_lockLayer);
    m_roll.addLayer(m_nextLayer);
    connectSurprise();
    connectNextNotes();
    connect(&m_document, &ScoreDocument::selectionChanged, this, &InsightDesk::updateEnabled);
    updateEnabled();
}

QAction* InsightDesk::make(const char* name, const QString& text, const QKeySequence& keys,
                           const QString& tip) {
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keys);
    action->setStatusTip(tip);
    m_window.addAction(action);
    return action;
}

void InsightDesk::makeActions() {
    m_lock = make("actionLockNotes", tr("Loc&k notes"), QKeySequence("Ctrl+Shift+L"),
                  tr("Keep the selected notes from the model, or give them free again"));
    connect(m_lock, &QAction::triggered, this, &InsightDesk::toggleLocks);
    m_showSurprise = make("actionSurprise", tr("&Surprise map"), QKeySequence("U"),
                          tr("Let each note wear how unexpected the model finds it, in bits"));
    m_showSurprise->setCheckable(true);
    m_showNext = make("actionNextNotes", tr("Next &notes"), QKeySequence("Y"),
                      tr("Show which notes the model expects at the cursor or the playhead"));
    m_showNext->setCheckable(true);
    QAction* first = make("actionTakeNext", tr("&Take the likeliest next note"), QKeySequence("T"),
                          tr("Write the note that the model expects most, and go behind it"));
    connect(first, &QAction::triggered, this, [this] { takeNext(0); });
    m_take.push_back(first);
    for (int i = 1; i <= kNextNotes; ++i) {
        QAction* take =
            make("", tr("Take next note %1").arg(i), QKeySequence(QStringLiteral("Ctrl+%1").arg(i)),
                 tr("Write that one of the notes that the model expects"));
        take->setObjectName(QStringLiteral("actionTakeNext%1").arg(i));
        connect(take, &QAction::triggered, this,
                [this, i] { takeNext(static_cast<std::size_t>(i - 1)); });
        m_take.push_back(take);
    }
}

void InsightDesk::connectSurprise() {
    const auto show = [this] {
        m_surpriseStrip->showState();
        m_roll.repaintLayers();
    };
    connect(&m_surprise, &SurpriseController::changed, this, show);
    connect(&m_document, &ScoreDocument::selectionChanged, m_surpriseStrip,
            &SurpriseStrip::showState);
    connect(m_showSurprise, &QAction::toggled, this, [this](bool on) {
        m_settings.setValue(QLatin1String(kSurpriseKey), on);
        m_surprise.setWanted(on);
        m_surpriseStrip->setVisible(on);
        m_surpriseStrip->showState();
        m_roll.repaintLayers();
    });
    m_surpriseStrip->hide();
    m_showSurprise->setChecked(m_settings.value(QLatin1String(kSurpriseKey)).toBool());
}

void InsightDesk::connectNextNotes() {
    connect(&m_next, &NextNoteController::changed, this, [this] {
        m_nextStrip->showState();
        m_roll.repaintLayers();
        updateEnabled();
    });
    const RollView& view = m_roll.view();
    connect(&view, &RollView::cursorMoved, this, &InsightDesk::followPlace);
    connect(&view, &RollView::playheadMoved, this, &InsightDesk::followPlace);
    connect(m_showNext, &QAction::toggled, this, [this](bool on) {
        m_settings.setValue(QLatin1String(kNextKey), on);
        m_nextStrip->setVisible(on);
        followPlace();
    });
    m_nextStrip->hide();
    m_showNext->setChecked(m_settings.value(QLatin1String(kNextKey)).toBool());
}

void InsightDesk::followPlace() {
    if (!m_showNext->isChecked()) {
        m_next.setPlace(std::nullopt);
        return;
    }
    const RollView& view = m_roll.view();
    m_next.setPlace(view.cursor() ? view.cursor()->tick : view.snappedDown(view.playhead()));
}

void InsightDesk::takeNext(std::size_t index) {
    const std::optional<Note> taken = m_next.take(index);
    if (!taken) {
        return;
    }
    RollView& view = m_roll.view();
    view.soundBriefly(taken->pitch, taken->velocity);
    if (view.cursor()) {
        view.setCursor({taken->end(), taken->pitch});
    } else {
        Q_EMIT view.seekRequested(taken->end());
    }
}

void InsightDesk::toggleLocks() {
    const std::vector<NoteId>& selection = m_document.selection();
    const auto isLocked = [this](NoteId id) {
        const Note* note = findNote(m_document.track(), id);
        return note != nullptr && note->locked;
    };
    const bool unlocks = std::ranges::all_of(selection, isLocked);
    const Score& score = *m_document.score();
    const std::size_t track = m_document.currentTrack();
    m_document.apply(unlocks ? withNotesUnlocked(score, track, selection)
                             : withNotesLocked(score, track, selection),
                     unlocks ? tr("unlock notes") : tr("lock notes"));
}

void InsightDesk::updateEnabled() {
    m_lock->setEnabled(!m_document.selection().empty());
    for (QAction* take : m_take) {
        take->setEnabled(m_showNext->isChecked());
    }
}

void InsightDesk::setModel(std::shared_ptr<const MelodyModel> model) {
    m_surprise.setModel(model);
    m_next.setModel(std::move(model));
    m_surpriseStrip->showState();
    m_nextStrip->showState();
}

void InsightDesk::addStrips(QVBoxLayout& column) {
    column.addWidget(m_surpriseStrip);
    column.addWidget(m_nextStrip);
}

void InsightDesk::addToComposeMenu(QMenu& menu) {
    menu.addAction(m_lock);
    menu.addSeparator();
    for (QAction* take : m_take) {
        menu.addAction(take);
    }
    menu.addSeparator();
}

void InsightDesk::addToViewMenu(QMenu& menu) {
    menu.addActions({m_showSurprise, m_showNext});
}

} // namespace cantilena
