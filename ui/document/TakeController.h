#pragma once

#include "core/compose/Take.h"
#include "ui/document/AuditionController.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <array>
#include <memory>

namespace cantilena {

/// Notes down every take with what made it, lets two be compared, and makes takes again to see
/// whether the same comes out. Lives on the GUI thread; replays run on a worker thread.
class TakeController : public QObject {
    Q_OBJECT

public:
    /// The two takes that are being compared.
    enum class Side { A, B };

    TakeController(ScoreDocument& document, GenerateController& generate,
                   AuditionController& audition, QObject* parent = nullptr);

    /// The model that replays.
    void setModel(std::shared_ptr<const MelodyModel> model) { m_model = std::move(model); }

    [[nodiscard]] const TakeTree& tree() const { return *m_document.takes(); }

    void setStarred(TakeId id, bool starred);
    void setRemark(TakeId id, const QString& remark);

    /// None until it was chosen, or when it is gone.
    [[nodiscard]] TakeId compared(Side side) const;
    void setCompared(Side side, TakeId id);
    [[nodiscard]] bool canCompare() const;
    /// Lets the other of the two be heard, or A when neither is. Says no when it cannot be.
    bool hearOther();

    /// Makes the take again; `replayed` tells what came of it.
    void replay(TakeId id);
    [[nodiscard]] bool isReplaying() const { return m_worker.isBusy(); }

Q_SIGNALS:
    /// Another take is A or B.
    void comparedChanged();
    /// `same` when the notes are the same to the last byte; `sentence` says so or where they part.
    void replayed(cantilena::TakeId take, bool same, const QString& sentence);
    void replayFailed(const QString& sentence);

private:
    /// Changes the take with that id in the document, if there is one.
    template <typename Change>
    void change(TakeId id, Change change);
    void noteHeard(int number);
    void noteKept(int number);
    /// The candidate of that number among those made last; none without.
    [[nodiscard]] TakeId takeOf(int number) const;
    void tellReplay(TakeId id, const Result<Replay>& outcome);

    ScoreDocument& m_document;
    GenerateController& m_generate;
    AuditionController& m_audition;
    std::shared_ptr<const MelodyModel> m_model;
    /// Whether the last set of the tree holds the candidates on screen.
    bool m_isCurrent = false;
    std::array<TakeId, 2> m_compared;
    Worker m_worker;
};

} // namespace cantilena
